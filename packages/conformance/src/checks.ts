import type { Check } from "./check.ts"
import { abort } from "./checks/abort.ts"
import { batches } from "./checks/batches.ts"
import { bits } from "./checks/bits.ts"
import { concurrency } from "./checks/concurrency.ts"
import { dispose } from "./checks/dispose.ts"
import { exemptionsCheck } from "./checks/exemptions.ts"
import { feedFaults } from "./checks/feed-faults.ts"
import { leaks } from "./checks/leaks.ts"
import { loadFaults } from "./checks/load-faults.ts"
import { maps } from "./checks/maps.ts"
import { metadata } from "./checks/metadata.ts"
import { ownership } from "./checks/ownership.ts"
import { values } from "./checks/values.ts"

const tried = [
  ...metadata,
  ...values,
  ...batches,
  ...bits,
  ...ownership,
  ...concurrency,
  ...dispose,
  ...loadFaults,
  ...feedFaults,
  ...abort,
  ...leaks,
  ...maps,
]

/** Every check of the suite, in the order in which they run. */
export const checks: readonly Check[] = [exemptionsCheck(tried.map(({ name }) => name)), ...tried]
