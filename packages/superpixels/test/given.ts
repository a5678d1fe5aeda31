// The examples in doc comments take these for granted: the bytes of an image.
import { blobs } from "./fixtures.ts"

export const [height, width] = [40, 60]
export const rgb = blobs([height, width], 3, 1).data
