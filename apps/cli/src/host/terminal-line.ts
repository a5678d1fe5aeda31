import type { Ora } from "ora"

/**
 * The last line of the terminal, which is drawn again and again. Its colour is as `NO_COLOR` and `FORCE_COLOR` say.
 *
 * @returns draws a text, or takes the line away
 */
export function terminalLine(stream: NodeJS.WriteStream): (text?: string) => void {
  let spinner: Ora | undefined
  let wanted: string | undefined
  let loading: Promise<unknown> | undefined
  const draw = () => {
    if (wanted === undefined) spinner?.stop()
    else if (spinner) {
      spinner.text = wanted
      if (!spinner.isSpinning) spinner.start()
    }
  }
  return (text) => {
    wanted = text
    // Loaded only for a terminal.
    if (text !== undefined)
      loading ??= import("ora").then(({ default: ora }) => {
        const color = stream.hasColors() ? "cyan" : false
        spinner = ora({ stream, color, discardStdin: false, isEnabled: true })
        draw()
      })
    draw()
  }
}
