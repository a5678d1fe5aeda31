/** The two ends of each axis of the body; NIfTI counts up to the second. */
export const directions = ["LR", "PA", "IS"] as const
