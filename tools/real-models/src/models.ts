/** Where the file of a model lies. */
export interface ModelFile {
  readonly name: string
  /** Path relative to the folder of data or packages. */
  readonly file: string
  readonly from: "data" | "packages"
}

/** Models that the command line does not explain: each has a row with its error. */
export const unexplained: readonly ModelFile[] = [
  { name: "Sentiment", file: "text_sentiment.onnx", from: "data" },
]
