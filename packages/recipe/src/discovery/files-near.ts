import { columnFiles, configFiles, labelFiles, preprocessingFiles } from "./discover.ts"
import { tokenizerConfig, tokenizerNames } from "./find-tokenizer.ts"

/** Names of the files near a model that are looked for: what it was trained for, its labels, preprocessing, tokenizer, search. */
export const filesNear: readonly string[] = [
  ...new Set([
    ...labelFiles,
    ...configFiles,
    ...columnFiles,
    ...preprocessingFiles,
    ...tokenizerNames,
    tokenizerConfig,
    "generation_config.json",
  ]),
]
