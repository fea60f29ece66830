import { createTheme } from '@mantine/core'
import type { MantineColorsTuple } from '@mantine/core'
import { words } from '../words/acts.ts'

/** Calm blue-green; shade 7 on white and shade 3 on the dark ground have a contrast above 4.5 to 1. */
const muster: MantineColorsTuple = [
  '#eaf4f6',
  '#d3e5ea',
  '#a8ccd6',
  '#7ab3c2',
  '#559db1',
  '#3b8ea6',
  '#277a93',
  '#17586b',
  '#124c5d',
  '#083b4a',
]

export const theme = createTheme({
  primaryColor: 'muster',
  primaryShade: { light: 7, dark: 6 },
  colors: { muster },
  autoContrast: true,
  defaultRadius: 'sm',
  cursorType: 'pointer',
  fontFamily: 'Inter, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
  headings: {
    fontWeight: '650',
    sizes: {
      h1: { fontSize: '1.625rem', lineHeight: '1.25' },
      h2: { fontSize: '1.125rem', lineHeight: '1.35' },
      h3: { fontSize: '1rem', lineHeight: '1.4' },
    },
  },
  components: {
    Tooltip: {
      defaultProps: {
        multiline: true,
        maw: 360,
        withArrow: true,
        openDelay: 250,
        events: { hover: true, focus: true, touch: true },
      },
    },
    Modal: {
      defaultProps: {
        centered: true,
        closeButtonProps: { 'aria-label': words.close },
        overlayProps: { backgroundOpacity: 0.45 },
        transitionProps: { duration: 120 },
      },
    },
    Badge: { defaultProps: { variant: 'light', radius: 'sm', tt: 'none', fw: 600 } },
    Paper: { defaultProps: { withBorder: true, radius: 'md' } },
    Table: { defaultProps: { verticalSpacing: 'xs', horizontalSpacing: 'sm' } },
  },
})
