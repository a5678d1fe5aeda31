/** Colours and sizes that the parts of a sheet share. */
export const ink = "#1b1b1f"
export const soft = "#5f6368"
export const rule = "#d9dade"
export const accent = "#3b528b"
/** Size of labels and ticks, in pixels. */
export const small = 13
