export type { HubErrorCode } from "./codes.ts"
export { type DownloadedModel, downloadModel } from "./download-model.ts"
export { type HubName, isHubName, parseHubName } from "./hub-name.ts"
export type { DownloadOptions, DownloadProgress } from "./options.ts"
