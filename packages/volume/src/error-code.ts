/** Codes of the errors of this package. */
export type VolumeErrorCode =
  | "AXES_UNSUITABLE"
  | "SHAPE_MISMATCH"
  | "VOLUME_INVALID"
  | "VOLUME_TOO_LARGE"
  | "VOLUME_TRUNCATED"
  | "VOLUME_UNRECOGNIZED"
  | "VOLUME_UNSUPPORTED"

/** Codes of the findings of this package. */
export type VolumeFindingCode =
  | "ARRAY_RESAMPLED"
  | "AXES_GUESSED"
  | "TIME_CHOSEN"
  | "VALUES_REPLACED"
  | "VALUE_RANGE"
  | "VOLUME_AXES"
  | "VOLUME_RESAMPLED"
