/**
 * Writes to a stream of the process, until its reader has gone or its disk is full: losing a line of text
 * must not lose the work.
 *
 * @param onBroken called once
 */
export function openOutput(
  stream: NodeJS.WritableStream,
  onBroken: (error: NodeJS.ErrnoException) => void,
): (text: string | Uint8Array) => void {
  let broken = false
  stream.on("error", (error) => {
    if (broken) return
    broken = true
    onBroken(error)
  })
  return (text) => {
    if (!broken) stream.write(text)
  }
}
