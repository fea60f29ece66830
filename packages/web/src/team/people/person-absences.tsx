import { Group, Stack, Text } from '@mantine/core'
import { ActButton } from '../../acts/act-button.tsx'
import { useAll } from '../../api/queries.ts'
import { Day } from '../../ui/instant.tsx'
import { Section } from '../../ui/page-frame.tsx'
import { words } from '../../words/person.ts'
import { today } from './projects-of.ts'

const text = words.absences

/** The days on which one is away, which only oneself sees as a list. */
export function Absences() {
  const now = today()
  const absences = useAll('absence.list').filter((a) => a.withdrawnAt === undefined && a.until >= now)
  return (
    <Section
      title={text.title}
      aside={
        <ActButton act="absence.declare" sample={{ from: now }} variant="default" size="compact-sm">
          {text.declare}
        </ActButton>
      }
    >
      {absences.length === 0 && (
        <Text size="sm" className="quiet prose">
          {text.none}
        </Text>
      )}
      <Stack gap="xs">
        {absences.map((a) => (
          <Group key={a.id} justify="space-between">
            <Text size="sm" component="div">
              <Day day={a.from} />
              {a.until !== a.from && (
                <>
                  {' '}
                  – <Day day={a.until} />
                </>
              )}
            </Text>
            <ActButton act="absence.withdraw" known={{ absence: a.id }} direct variant="default" size="compact-xs">
              {text.withdraw}
            </ActButton>
          </Group>
        ))}
      </Stack>
    </Section>
  )
}
