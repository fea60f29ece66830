import { Box, Group, Kbd, Modal, ScrollArea, Stack, Text, TextInput, UnstyledButton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { KeyboardEvent } from 'react'
import { useMemo, useState } from 'react'
import { ActForm } from '../acts/act-form.tsx'
import { announce } from '../acts/act-button.tsx'
import type { ActDeclaration } from '../acts/act-schema.ts'
import { useActs } from '../acts/act-schema.ts'
import { askAll } from '../api/asking.ts'
import { at } from '../routing/addresses.ts'
import { useGo } from '../routing/use-go.ts'
import type { IconName } from '../ui/icon.tsx'
import { Icon } from '../ui/icon.tsx'
import { words } from '../words/app.ts'
import { WORKSPACE, inProject } from './navigation.ts'
import { bestMatches } from './palette-matches.ts'
import { useRecords } from './palette-records.ts'

interface Choice {
  readonly id: string
  readonly group: string
  readonly label: string
  readonly about?: string
  readonly icon: IconName
  readonly choose: () => void
}

const MOST = 40

/** Finds pages, projects, people, models, experiments, registers, packs and acts by name; an act opens its form. */
export function Palette({ project, close }: { readonly project: string | undefined; readonly close: () => void }) {
  const [text, setText] = useState('')
  const [chosen, setChosen] = useState(0)
  const [act, setAct] = useState<ActDeclaration>()
  const choices = useChoices({ project, isTyped: text.trim().length > 1, close, open: setAct })
  const found = useMemo(() => bestMatches(choices, text, (c) => `${c.label} ${c.id}`).slice(0, MOST), [choices, text])
  const keys = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined) {
      event.preventDefault()
      setChosen((now) => (found.length === 0 ? 0 : (now + step + found.length) % found.length))
    } else if (event.key === 'Enter') {
      event.preventDefault()
      found[chosen]?.choose()
    }
  }
  if (act !== undefined) return <ActDialog act={act} project={project} close={close} />
  return (
    <Modal
      opened
      onClose={close}
      withCloseButton={false}
      size="lg"
      padding="xs"
      yOffset="8vh"
      centered={false}
      aria-label={words.palette.title}
    >
      <TextInput
        data-autofocus
        size="md"
        role="combobox"
        aria-expanded
        aria-controls="palette-list"
        aria-activedescendant={found.length > 0 ? `palette-${String(chosen)}` : undefined}
        aria-label={words.palette.title}
        placeholder={words.palette.placeholder}
        leftSection={<Icon name="search" />}
        value={text}
        onChange={(e) => {
          setText(e.currentTarget.value)
          setChosen(0)
        }}
        onKeyDown={keys}
      />
      <ScrollArea.Autosize mah="60vh" mt="xs">
        <Stack gap={0} role="listbox" id="palette-list" aria-label={words.palette.title}>
          {found.map((choice, i) => (
            <ChoiceRow
              key={`${choice.group} ${choice.id}`}
              choice={choice}
              index={i}
              isChosen={i === chosen}
              isFirst={found[i - 1]?.group !== choice.group}
            />
          ))}
        </Stack>
        {found.length === 0 && (
          <Text size="sm" className="quiet" p="md">
            {words.palette.nothing}
          </Text>
        )}
      </ScrollArea.Autosize>
    </Modal>
  )
}

function ChoiceRow({
  choice,
  index,
  isChosen,
  isFirst,
}: {
  readonly choice: Choice
  readonly index: number
  readonly isChosen: boolean
  readonly isFirst: boolean
}) {
  return (
    <>
      {isFirst && (
        <Text size="xs" className="quiet" px="sm" pt="xs" fw={600} role="presentation">
          {choice.group}
        </Text>
      )}
      <UnstyledButton
        id={`palette-${String(index)}`}
        role="option"
        aria-selected={isChosen}
        tabIndex={-1}
        px="sm"
        py={6}
        bg={isChosen ? 'light-dark(var(--mantine-color-gray-1), var(--mantine-color-dark-5))' : undefined}
        ref={(node) => {
          if (isChosen) node?.scrollIntoView({ block: 'nearest' })
        }}
        onClick={choice.choose}
      >
        <Group gap="sm" wrap="nowrap">
          <Icon name={choice.icon} />
          <Box style={{ minWidth: 0, flex: 1 }}>
            <Text size="sm" truncate>
              {choice.label}
            </Text>
            {choice.about !== undefined && (
              <Text size="xs" className="quiet" truncate>
                {choice.about}
              </Text>
            )}
          </Box>
          {isChosen && <Kbd size="xs">↵</Kbd>}
        </Group>
      </UnstyledButton>
    </>
  )
}

interface Around {
  readonly project: string | undefined
  readonly isTyped: boolean
  readonly close: () => void
  readonly open: (act: ActDeclaration) => void
}

function useChoices({ project, isTyped, close, open }: Around): readonly Choice[] {
  const go = useGo()
  const projects = useQuery(askAll('project.list')).data
  const records = useRecords(project, isTyped)
  const acts = useActs()
  return useMemo(() => {
    const leaveFor = (to: string) => (): void => {
      close()
      go(to)
    }
    const pages = [...WORKSPACE, ...(project === undefined ? [] : inProject(project))]
    return [
      ...pages.map((p) => ({
        id: p.to,
        group: words.palette.pages,
        label: p.label,
        icon: p.icon,
        choose: leaveFor(p.to),
      })),
      ...(projects ?? []).map((p) => ({
        id: p.id,
        group: words.palette.projects,
        label: p.name,
        icon: 'folder' as const,
        choose: leaveFor(at.project(p.id)),
      })),
      ...(isTyped ? records : []).map(({ to, ...record }) => ({ ...record, choose: leaveFor(to) })),
      ...[...(acts?.values() ?? [])].map((a) => ({
        id: a.name,
        group: words.palette.acts,
        label: a.title,
        about: a.help,
        icon: 'rocket' as const,
        choose: () => open(a),
      })),
    ]
  }, [project, projects, records, isTyped, acts, go, close, open])
}

function ActDialog({
  act,
  project,
  close,
}: {
  readonly act: ActDeclaration
  readonly project: string | undefined
  readonly close: () => void
}) {
  const isAboutProject = act.input.properties?.['project'] !== undefined && project !== undefined
  return (
    <Modal opened onClose={close} title={<Text fw={650}>{act.title}</Text>} size="lg">
      <ActForm
        act={act.name}
        {...(isAboutProject ? { known: { project } } : {})}
        onCancel={close}
        onDone={(done, command) => {
          announce(act.title, done, command)
          if (done.result === undefined) close()
        }}
      >
        <Text size="sm" className="quiet">
          {act.help}
        </Text>
      </ActForm>
    </Modal>
  )
}
