const arrows: Record<string, readonly [columns: number, rows: number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

/** Which way an arrow key points; `null` for other keys. */
export function arrowOf(key: string): readonly [columns: number, rows: number] | null {
  return arrows[key] ?? null
}
