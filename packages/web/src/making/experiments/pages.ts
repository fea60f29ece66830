import type { Page } from '../../routing/page.ts'

export const experimentPages: readonly Page[] = []
