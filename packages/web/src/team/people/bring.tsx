import { Code, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { at } from '../../routing/addresses.ts'
import { ButtonLink } from '../../routing/link.tsx'
import { Section } from '../../ui/page-frame.tsx'
import { words } from '../../words/people-list.ts'
import { ImportPeople } from './import-people.tsx'

const text = words.bring

/** What a new workspace can take over from elsewhere. */
export function Bring() {
  return (
    <Section title={text.title}>
      <Text size="sm" className="quiet prose">
        {text.about}
      </Text>
      <Kind title={text.people} help={text.peopleHelp}>
        <ImportPeople />
      </Kind>
      <Kind title={text.registers} help={text.registersHelp}>
        <ButtonLink to={at.registers()} w="fit-content">
          {text.toRegisters}
        </ButtonLink>
      </Kind>
      <Kind title={text.backup} help={text.backupHelp}>
        <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
          {text.backupCommand}
        </Code>
      </Kind>
    </Section>
  )
}

function Kind({
  title,
  help,
  children,
}: {
  readonly title: string
  readonly help: string
  readonly children: ReactNode
}) {
  return (
    <Stack gap={4}>
      <Text size="sm" fw={600}>
        {title}
      </Text>
      <Text size="sm" className="quiet prose">
        {help}
      </Text>
      {children}
    </Stack>
  )
}
