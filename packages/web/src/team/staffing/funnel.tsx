import { Group, Progress, Stack, Text } from '@mantine/core'
import type { Answers } from '../../api/answers.ts'
import { useAnswer } from '../../api/queries.ts'
import { useRoleTitles } from '../../records/people.tsx'
import { duration, percent } from '../../ui/number.ts'
import { words } from '../../words/hiring.ts'

const text = words.funnel
const STEPS = ['sourced', 'interview', 'offer', 'hired'] as const
type Of = Answers['requisition.funnel']['funnels'][number]

/** How far applicants came for each role, step by step. Nothing is drawn before somebody was sourced. */
export function Funnel({ project }: { readonly project: string }) {
  const { funnels } = useAnswer('requisition.funnel', { project })
  const titles = useRoleTitles()
  const begun = funnels.filter((f) => (f.reached['sourced'] ?? 0) > 0 && titles.has(f.role))
  return (
    <>
      {begun.map((funnel) => (
        <Stack key={funnel.role} gap={6} maw="44rem">
          <Text size="sm" fw={600}>
            {text.title(titles.get(funnel.role) ?? funnel.role)}
          </Text>
          <Steps funnel={funnel} />
          <Text size="sm" className="quiet">
            {text.shares}{' '}
            {funnel.daysToHire === undefined ? text.notYet : text.took(duration(funnel.daysToHire * 1_440))}
          </Text>
        </Stack>
      ))}
    </>
  )
}

function Steps({ funnel }: { readonly funnel: Of }) {
  const most = Math.max(1, ...STEPS.map((step) => funnel.reached[step] ?? 0))
  return (
    <Stack gap={4} component="ol" m={0} p={0} style={{ listStyle: 'none' }} aria-label={text.of}>
      {STEPS.map((step) => {
        const count = funnel.reached[step] ?? 0
        const share = funnel.conversion[step]
        return (
          <Group key={step} component="li" gap="sm" wrap="nowrap">
            <Text size="sm" w={72} style={{ flexShrink: 0 }}>
              {words.steps[step]}
            </Text>
            <Progress value={(100 * count) / most} style={{ flex: 1 }} size="lg" aria-hidden="true" />
            <Text size="sm" className="tabular" w={28} ta="right">
              {count}
            </Text>
            <Text size="xs" className="quiet tabular" w={44} ta="right" style={{ flexShrink: 0 }}>
              {share === undefined ? '' : percent(share)}
            </Text>
          </Group>
        )
      })}
    </Stack>
  )
}
