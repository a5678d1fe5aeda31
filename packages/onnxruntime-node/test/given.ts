// The examples in doc comments take this for granted.
import { brightness } from "@pami/test-models"

export const source = brightness()
