import { ActionIcon, AppShell, Box, Burger, Button, Group, Kbd, Text, Tooltip } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { Outlet, useLocation, useRouter } from '@tanstack/react-router'
import { Suspense, lazy, memo, useCallback, useEffect, useRef, useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { ApiProblem } from '@muster/contract'
import type { PersonListed } from '../api/answers.ts'
import { useLive } from '../api/live.ts'
import { ask } from '../api/asking.ts'
import { at } from '../routing/addresses.ts'
import { useGo } from '../routing/use-go.ts'
import { useParamIfAny } from '../routing/params.ts'
import { Icon } from '../ui/icon.tsx'
import { words } from '../words/app.ts'
import { AccountMenu } from './account-menu.tsx'
import { ConnectionBanner } from './connection-banner.tsx'
import { Failure } from './failure.tsx'
import { useShortcuts } from './keyboard.ts'
import { Loading } from './loading.tsx'
import { Mark } from './mark.tsx'
import { Navbar } from './navbar.tsx'

const Palette = lazy(async () => ({ default: (await import('./palette.tsx')).Palette }))
const ShortcutList = lazy(async () => ({ default: (await import('./shortcut-list.tsx')).ShortcutList }))

/** Who is signed in; whoever is not is sent to sign in, and comes back. */
function useMe() {
  const go = useGo()
  const router = useRouter()
  const me = useQuery({ ...ask('me.show'), staleTime: 5 * 60_000 })
  const isSignedOut = me.error instanceof ApiProblem && me.error.problem.status === 401
  useEffect(() => {
    const { href } = router.state.location
    // The address changes before this frame is gone: where one came from is told once.
    if (isSignedOut && !href.startsWith(at.signIn())) go(`${at.signIn()}?then=${encodeURIComponent(href)}`, true)
  }, [isSignedOut, router, go])
  return { ...me, isSignedOut }
}

/** The frame around the pages of somebody who is signed in. */
export function Shell() {
  const me = useMe()
  useLive(me.data !== undefined)
  if (me.isSignedOut) return null
  if (me.error !== null && me.data === undefined)
    return (
      <Box p="md">
        <Failure error={me.error} reset={() => void me.refetch()} />
      </Box>
    )
  return <Frame person={me.data?.person} />
}

/** The frame is there before it is known whose it is. */
function Frame({ person }: { readonly person: PersonListed | undefined }) {
  const go = useGo()
  const project = useParamIfAny('project')
  const [isNavOpen, nav] = useDisclosure(false)
  const { overlay, show, close } = useOverlay()
  useShortcuts({ project, show, go })
  const navbar = { width: 232, breakpoint: 'sm', collapsed: { mobile: !isNavOpen } }
  return (
    <AppShell header={{ height: 52 }} navbar={navbar} padding="md">
      <OnTheWay then={nav.close} />
      <a href="#content" className="skip">
        {words.skip}
      </a>
      <AppShell.Header>
        <Head {...{ isNavOpen, toggle: nav.toggle, show, person }} />
      </AppShell.Header>
      <AppShell.Navbar p="sm" aria-label={words.nav.label}>
        {person !== undefined && <Navbar project={project} isAdministrator={person.administrator} />}
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1} style={{ outline: 'none' }}>
        <ConnectionBanner />
        <Box className="page">
          <Suspense fallback={<Loading />}>{person === undefined ? <Loading /> : <Outlet />}</Suspense>
        </Box>
      </AppShell.Main>
      <Suspense>
        {overlay === 'palette' && <Palette project={project} close={close} />}
        {overlay === 'shortcuts' && <ShortcutList close={close} />}
      </Suspense>
    </AppShell>
  )
}

/** What lies over the page. When it goes, the focus is where it was before. */
function useOverlay() {
  const [overlay, setOverlay] = useState<'palette' | 'shortcuts'>()
  const before = useRef<Element>(null)
  const show = useCallback((which: 'palette' | 'shortcuts'): void => {
    before.current = document.activeElement
    setOverlay(which)
  }, [])
  const close = useCallback((): void => {
    setOverlay(undefined)
    requestAnimationFrame(() => {
      if (before.current instanceof HTMLElement && before.current.isConnected) before.current.focus()
    })
  }, [])
  return { overlay, show, close }
}

/** Does something whenever the address changes. Alone, so that nothing else is drawn anew for it. */
function OnTheWay({ then }: { readonly then: () => void }) {
  const pathname = useLocation({ select: (l) => l.pathname })
  useEffect(then, [pathname, then])
  return null
}

interface HeadProps {
  readonly isNavOpen: boolean
  readonly toggle: () => void
  readonly show: (overlay: 'palette' | 'shortcuts') => void
  readonly person: PersonListed | undefined
}

const Head = memo(function Head({ isNavOpen, toggle, show, person }: HeadProps) {
  return (
    <Group h="100%" px="md" gap="sm" wrap="nowrap">
      <Burger
        opened={isNavOpen}
        onClick={toggle}
        hiddenFrom="sm"
        size="sm"
        aria-label={isNavOpen ? words.nav.close : words.nav.open}
      />
      <Mark />
      <Text fw={700} visibleFrom="xs">
        {words.product}
      </Text>
      <Box flex={1} />
      <SearchButton open={() => show('palette')} />
      <Tooltip label={words.shortcuts.open}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={words.shortcuts.open}
          onClick={() => show('shortcuts')}
          visibleFrom="sm"
        >
          <Icon name="keyboard" size={18} />
        </ActionIcon>
      </Tooltip>
      {person !== undefined && <AccountMenu person={person} />}
    </Group>
  )
})

/** Opens the palette; wide where there is room to say how else. */
function SearchButton({ open }: { readonly open: () => void }) {
  return (
    <>
      <Button
        variant="default"
        size="xs"
        visibleFrom="sm"
        onClick={open}
        leftSection={<Icon name="search" size={14} />}
        rightSection={<Kbd size="xs">Ctrl K</Kbd>}
      >
        {words.palette.open}
      </Button>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        hiddenFrom="sm"
        onClick={open}
        aria-label={words.palette.open}
      >
        <Icon name="search" size={18} />
      </ActionIcon>
    </>
  )
}
