/** Whether to check what takes long, too: `PAMI_EVERY_MAP=1`. For tests in a browser. */
export const everyMap = Boolean(
  (import.meta as ImportMeta & { env: Record<string, string> }).env["PAMI_EVERY_MAP"],
)
