import type { Page } from '../../routing/page.ts'

export const registryPages: readonly Page[] = []
