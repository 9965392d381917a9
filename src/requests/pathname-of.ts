/** The path of an absolute URL, as it stands in it: nothing decoded, so that nothing has two spellings. */
export const pathnameOf = (url: string): string => {
  const start = url.indexOf("/", url.indexOf("://") + 3);
  if (start < 0) return "/";
  const end = url.slice(start).search(/[?#]/);
  return end < 0 ? url.slice(start) : url.slice(start, start + end);
};
