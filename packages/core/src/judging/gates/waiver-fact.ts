import { fact } from '../../acts/act.ts'
import type { Waiver } from './round.ts'

/** The waiver that the command names as `waiver`. */
export const waiverFact = fact<Waiver>('waiver')
