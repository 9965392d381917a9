/** What is left, `13d 23:59:58` or `00:00:05`; the lab's script counts on in the same way. */
export const countdown = (milliseconds: number): string => {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1_000));
  const days = Math.floor(seconds / 86_400);
  const clock = new Date((seconds % 86_400) * 1_000).toISOString().slice(11, 19);
  return days > 0 ? `${days}d ${clock}` : clock;
};
