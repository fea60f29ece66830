// Colours that can be told apart in the light and in the dark, at 3 to 1 against the ground; none says anything alone.
export const INK = {
  main: 'light-dark(#17586b, #7ab3c2)',
  other: 'light-dark(#b5480d, #f2a56b)',
  good: 'light-dark(#2b8a3e, #69db7c)',
  bad: 'light-dark(#c92a2a, #ff8787)',
  grid: 'var(--mantine-color-default-border)',
  axis: 'light-dark(#868e96, #909296)',
  text: 'var(--mantine-color-text)',
  quiet: 'var(--mantine-color-dimmed)',
  band: 'light-dark(rgba(43, 138, 62, 0.13), rgba(105, 219, 124, 0.16))',
} as const

/** The inks of several lines in one frame; each has a pattern of its own, too. */
export const LINES = [
  { ink: INK.main, dash: undefined },
  { ink: INK.other, dash: '7 4' },
  { ink: INK.good, dash: '2 3' },
  { ink: INK.bad, dash: '10 3 2 3' },
] as const
