import type { Augmentation, Input, MaskingOperator, Model } from "@pami/core"
import { pictureInput } from "@pami/image"
import type { Picture, PictureInput, Pixels, Preprocessing } from "@pami/image"

/** A picture, a model, and what of its prediction is explained. */
export interface Subject {
  /** Subjects of one group are averaged: `"zoo"`, `"photos"`. */
  readonly group: string
  readonly name: string
  readonly model: Model
  readonly picture: Picture
  readonly preprocessing: Preprocessing
  /** One map each. */
  readonly goals: readonly Goal[]
}

/** A class that is explained and, where it is known, where its object is. */
export interface Goal {
  /** For people. */
  readonly name: string
  /** Number of the class. */
  readonly target: number
  /** One byte a unit, not 0 on the object; absent where nobody knows, or where the model sees something else. */
  readonly object?: Uint8Array
}

/** Subjects that share a model. */
export interface SubjectGroup {
  readonly name: string
  /** What the group is, for the heading of its table. */
  readonly title: string
  readonly subjects: readonly Subject[]
  /** Path of the model. */
  readonly file: string
  /** Frees the model. */
  dispose(): Promise<void>
}

/** The subject's picture as its model's input, over the baseline that `masking` makes. */
export async function inputOf(
  subject: Subject,
  masking: MaskingOperator<Pixels>,
  augmentations: readonly Augmentation<Pixels>[] = [],
): Promise<Input> {
  return (await pictureInputOf(subject, masking, augmentations)).input
}

/** As {@link inputOf}, with what a second stage needs: the pixels, and the input cut by another picture. */
export async function pictureInputOf(
  subject: Subject,
  masking: MaskingOperator<Pixels>,
  augmentations: readonly Augmentation<Pixels>[] = [],
): Promise<PictureInput> {
  const { picture, preprocessing, model } = subject
  return await pictureInput({ picture, preprocessing, masking, augmentations, tensor: model.inputs[0] })
}
