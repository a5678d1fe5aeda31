/**
 * Writes to a stream of the process, or no longer where its reader has gone or its disk is full: a lost line of text is
 * no reason to lose the work.
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
