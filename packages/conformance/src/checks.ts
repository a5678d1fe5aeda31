import type { Check } from "./check.ts"
import { abort } from "./checks/abort.ts"
import { batches } from "./checks/batches.ts"
import { bits } from "./checks/bits.ts"
import { concurrency } from "./checks/concurrency.ts"
import { dispose } from "./checks/dispose.ts"
import { exemptionsCheck } from "./checks/exemptions.ts"
import { feedErrors } from "./checks/feed-errors.ts"
import { leaks } from "./checks/leaks.ts"
import { loadErrors } from "./checks/load-errors.ts"
import { maps } from "./checks/maps.ts"
import { metadata } from "./checks/metadata.ts"
import { ownership } from "./checks/ownership.ts"
import { exactValues } from "./checks/exact-values.ts"

const others = [
  ...metadata,
  ...exactValues,
  ...batches,
  ...bits,
  ...ownership,
  ...concurrency,
  ...dispose,
  ...loadErrors,
  ...feedErrors,
  ...abort,
  ...leaks,
  ...maps,
]

/** All checks of the suite, in the order in which they run. */
export const checks: readonly Check[] = [exemptionsCheck(others.map(({ name }) => name)), ...others]
