import { expect } from "bun:test";
import type { Page } from "playwright-core";

/** Fits the window, is as dark as was asked for, and no text is faint. */
export async function expectReadable(page: Page, colorScheme: "light" | "dark"): Promise<void> {
  const overflow = await page.evaluate<number>("document.documentElement.scrollWidth - innerWidth");
  expect(overflow).toBeLessThanOrEqual(0);
  expect(await faintTexts(page)).toEqual([]);
  const background = await page.evaluate<string>("getComputedStyle(document.body).backgroundColor");
  const isDark = Math.max(...channels(background).slice(0, 3)) < 128;
  expect(isDark).toBe(colorScheme === "dark");
}

/** Texts whose contrast to what is behind them is under 4.5 to 1 (WCAG 2 AA). */
async function faintTexts(page: Page): Promise<string[]> {
  const texts = await page.evaluate<{ text: string; color: string; behind: string[] }[]>(READ_COLORS);
  expect(texts.length).toBeGreaterThan(1);
  return texts.flatMap(({ text, color, behind }) => {
    const solid = behind.find((one) => channels(one)[3] !== 0) ?? "rgb(255, 255, 255)";
    const [one, other] = [luminance(color), luminance(solid)];
    const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    return contrast < 4.5 ? [`${contrast.toFixed(2)}: ${text}`] : [];
  });
}

/** Runs in the page: each text with its color and the backgrounds behind it, the nearest first. */
const READ_COLORS = `[...document.querySelectorAll("h1, h2, p, li, strong, code, a, footer, label, input, select, textarea, button")].map((element) => {
  const behind = [];
  for (let one = element; one; one = one.parentElement) behind.push(getComputedStyle(one).backgroundColor);
  return { text: element.textContent, color: getComputedStyle(element).color, behind };
})`;

const channels = (color: string) => (color.match(/[\d.]+/g) ?? []).map(Number);

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = channels(color).map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
