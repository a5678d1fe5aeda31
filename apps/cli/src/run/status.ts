import { readStatus } from "@pami/runs"
import type { Console } from "../console.ts"
import { exitStatus } from "../exit-status.ts"
import { describeStatus } from "./describe-status.ts"

/** `pami run status`: prints how far a run is, from its files. */
export async function statusCommand(
  folders: readonly string[],
  { json }: { readonly json?: boolean },
  console: Console,
): Promise<number> {
  const status = await readStatus(folders)
  console.stdout(json ? `${JSON.stringify(status, null, 2)}\n` : describeStatus(status))
  return exitStatus.done
}
