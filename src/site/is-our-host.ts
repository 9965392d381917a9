/** Was the request sent to our public host? The port may be named where it goes without saying. */
export const isOurHost = (url: string, origin: string): boolean => {
  const start = url.indexOf("://") + 3;
  const host = url.slice(start).split(/[/?#]/, 1)[0] ?? "";
  // Our scheme, whatever the connection's was: TLS may have ended at a proxy.
  const asOurs = `${origin.slice(0, origin.indexOf("://"))}://${host}`;
  return URL.canParse(asOurs) && new URL(asOurs).origin === origin;
};
