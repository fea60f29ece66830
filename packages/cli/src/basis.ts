import type { Session } from './context.ts'
import { canAsk } from './context.ts'
import { CliFailure } from './failure.ts'
import type { GateAnswer } from './gate-report.ts'
import { gateReport } from './gate-report.ts'
import { idOf } from './resolve.ts'
import { typed } from './typed.ts'

/**
 * Fills in the round and the basis of a review, an approval or a promotion. A person may leave the basis out: the gate is
 * shown and they confirm that they judge what they see. A script must say the basis it was made for.
 */
export async function confirmBasis(
  act: string,
  command: Record<string, unknown>,
  version: unknown,
  session: Session,
): Promise<void> {
  if (command['basis'] !== undefined && command['round'] !== undefined) return
  if (version === undefined && command['round'] === undefined) {
    throw new CliFailure('Which round?', {
      help: 'Give --round, or --version of the candidate to find its open round.',
    })
  }
  const id =
    typeof version === 'string'
      ? await idOf(session.ask, 'ver', version)
      : String(
          ((await session.ask(`/api/v1/rounds/${encodeURIComponent(String(command['round']))}`)) as { version: string })
            .version,
        )
  if (command['basis'] === undefined && !canAsk()) {
    throw new CliFailure('Missing: --basis.', {
      help: `It says what exactly is judged. Look at it with "muster gate status ${id}"; its last lines hold the basis.`,
    })
  }
  const status = (await session.ask(`/api/v1/versions/${id}/gate`)) as GateAnswer
  if (command['round'] === undefined) {
    if (status.round === undefined) {
      throw new CliFailure('This version has not been submitted.', {
        help: `muster gate submit --version ${id} --experiment …`,
      })
    }
    command['round'] = status.round.id
  }
  if (command['basis'] !== undefined) return
  process.stderr.write(`${typed(gateReport(status, session.screen, Date.now()).join('\n'))}\n\n`)
  const { confirm, isCancel } = await import('@clack/prompts')
  const answer = await confirm({ message: `${act}: do you judge exactly what is shown above?`, initialValue: false })
  if (isCancel(answer) || !answer) throw new CliFailure('Nothing was done.')
  command['basis'] = status.basis
}
