export { type KindName, kinds } from "./kinds/index.ts"
export * from "./models.ts"
export * from "./scene.ts"
