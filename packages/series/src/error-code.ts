/** Codes of the errors of this package. */
export type SeriesErrorCode =
  | "RATE_UNKNOWN"
  | "SERIES_BROKEN"
  | "SERIES_EMPTY"
  | "SERIES_NOT_NUMERIC"
  | "SERIES_RAGGED"
  | "SERIES_TOO_LARGE"
  | "SERIES_TRUNCATED"
  | "SERIES_UNSUPPORTED"
  | "SHAPE_MISMATCH"

/** Codes of the findings of this package. */
export type SeriesFindingCode =
  | "CHANNELS_MIXED"
  | "CROPPED"
  | "PADDED"
  | "RESAMPLED"
  | "ROW_AS_SERIES"
  | "SHAPE_GUESSED"
