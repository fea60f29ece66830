export const MARK: string
export function fingerprint(): string
export function isBuilt(): boolean
