import type { Page } from '../../routing/page.ts'

export const projectPages: readonly Page[] = []
