/** Dark enough for small letters on the tint of the same colour: more than 4.5 to 1. */
const DARK: Readonly<Record<string, string>> = {
  green: '#1e6b2f',
  red: '#9b1c1c',
  orange: '#8f3406',
  gray: '#343a40',
}

/** The colour of small letters on a tinted ground, for the light and for the dark. */
export const inkOn = (color: string): string =>
  `light-dark(${DARK[color] ?? `var(--mantine-color-${color}-9)`}, var(--mantine-color-${color}-1))`
