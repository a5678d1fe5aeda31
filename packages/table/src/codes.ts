/** Codes of the errors of this package. */
export type TableErrorCode =
  | "CATEGORY_UNKNOWN"
  | "COLUMNS_DIFFER"
  | "COLUMNS_INVALID"
  | "GROUPS_INVALID"
  | "ROW_RAGGED"
  | "SHAPE_MISMATCH"
  | "TABLE_EMPTY"
  | "TABLE_INVALID"
  | "TABLE_TOO_LARGE"
  | "TEXT_FOR_NUMBER"
  | "VALUE_MISSING"

/** Codes of the findings of this package. */
export type TableFindingCode =
  | "BACKGROUND_ZEROS"
  | "COLUMNS_BY_POSITION"
  | "COLUMNS_LEFT_OUT"
  | "DECIMAL_COMMA"
  | "GROUPS_FOUND"
  | "HEADER_MISSING"
  | "MISSING_AS_NAN"
  | "MISSING_REPLACED"
