import type { Page } from '../../routing/page.ts'

export const gatePages: readonly Page[] = []
