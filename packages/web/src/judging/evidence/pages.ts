import type { Page } from '../../routing/page.ts'

export const evidencePages: readonly Page[] = []
