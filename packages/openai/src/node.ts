export { folderCache, type FolderCache } from "./cache/folder-cache.ts"
