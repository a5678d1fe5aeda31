import { niftiFile } from "./nifti.ts"

// The examples in doc comments take this for granted: a scan whose axes i, j and k count up towards L, A and S.
export const bytesOfScan = niftiFile({
  sides: [4, 6, 5],
  rows: [
    [-1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
})
