/** While the storage cannot be opened there is nothing yet to make a page or a problem with. */
export const outOfReach = (): Response =>
  new Response("Service Unavailable\n", {
    status: 503,
    headers: {
      "Content-Type": "text/plain; charset=utf-8",
      "Retry-After": "5",
      "Cache-Control": "no-store",
    },
  });
