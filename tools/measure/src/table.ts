/** Formats rows with equal keys as an aligned text table. Numbers are aligned to the right. */
export function table(rows: readonly Readonly<Record<string, string | number>>[]): string {
  const columns = Object.keys(rows[0])
  const cells = [columns, ...rows.map((row) => columns.map((column) => String(row[column])))]
  const widths = columns.map((_, c) => Math.max(...cells.map((line) => line[c].length)))
  const numeric = columns.map((column) => typeof rows[0][column] === "number")
  return `${cells
    .map(
      (line) =>
        `  ${line.map((cell, c) => (numeric[c] ? cell.padStart(widths[c]) : cell.padEnd(widths[c]))).join("   ")}`,
    )
    .join("\n")}\n`
}
