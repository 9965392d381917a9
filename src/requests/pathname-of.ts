const QUESTION_MARK = 63;
const NUMBER_SIGN = 35;

/** The path of an absolute URL, as it stands in it: nothing decoded, so that nothing has two spellings. */
export const pathnameOf = (url: string): string => {
  const start = url.indexOf("/", url.indexOf("://") + 3);
  if (start < 0) return "/";
  for (let end = start; end < url.length; end += 1) {
    const code = url.charCodeAt(end);
    if (code === QUESTION_MARK || code === NUMBER_SIGN) return url.slice(start, end);
  }
  return url.slice(start);
};
