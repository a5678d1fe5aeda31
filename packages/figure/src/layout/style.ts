/** Colours and sizes, in pixels, that the parts of a figure share. */
export const ink = "#1b1b1f"
export const soft = "#5f6368"
export const rule = "#d9dade"
export const accent = "#3b528b"
/** Font size of the title. */
export const large = 21
/** Font size of the subtitle. */
export const medium = 14
/** Font size of labels and ticks. */
export const small = 13
/** Font size of the footer. */
export const tiny = 12
/** Between the edge of the figure and its content. */
export const margin = 28
/** Between columns, and between rows of tiles. */
export const gap = 24
