/** Folders of files for a row. */
export interface Tools {
  /** Returns the path of a file in the folder of data. */
  data(file: string): string
  /** Returns the path of a new file. */
  scratch(file: string): string
}

/** The row of a model. */
export interface Row {
  /** Whether predictions are those of the runtime, and peaks inside their places. */
  readonly isRight: boolean
  readonly lines: readonly string[]
}

/** Largest difference of two predictions: float32 rounds differently in another order of operations. */
export const close = 2e-5
