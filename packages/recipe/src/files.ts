import type { LabelMap, Picture } from "@pami/image"

/** Opens the files that a recipe names: from the disk, or from what a page was given. */
export interface Files {
  /** Decoded to 8 bits, as `decodePicture` of `@pami/image` does. */
  picture(file: string): Promise<Picture>
  /** Decoded to labels, as `decodeLabels` of `@pami/image/node` does. */
  labels(file: string): Promise<LabelMap>
  /** @throws PamiError `FILE_NOT_FOUND`, `FILE_UNREADABLE` */
  bytes(file: string): Promise<Uint8Array>
}
