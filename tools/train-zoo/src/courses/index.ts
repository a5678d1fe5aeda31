import type { Course } from "../course.ts"
import { ages } from "./ages.ts"
import { loans } from "./loans.ts"
import { reviews } from "./reviews.ts"
import { scenes, scenesVit } from "./scenes-classify.ts"
import { scenesCaption } from "./scenes-caption.ts"
import { scenesDetect } from "./scenes-detect.ts"
import { scenesMatch } from "./scenes-match.ts"
import { scenesMultilabel } from "./scenes-multilabel.ts"
import { scenesQuestion } from "./scenes-question.ts"
import { scenesSegment } from "./scenes-segment.ts"
import { signals } from "./signals.ts"
import { sounds } from "./sounds.ts"
import { stories } from "./stories.ts"
import { tags } from "./tags.ts"
import { volumes } from "./volumes.ts"

/** The courses. Others about scenes begin with the weights of `scenes`. */
export const courses: readonly Course[] = [
  scenes,
  scenesMultilabel,
  scenesVit,
  scenesDetect,
  scenesSegment,
  scenesMatch,
  scenesCaption,
  scenesQuestion,
  ages,
  sounds,
  signals,
  volumes,
  loans,
  reviews,
  tags,
  stories,
]
