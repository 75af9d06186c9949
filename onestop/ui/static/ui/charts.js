// Draws each chart from the table below it: one truth for eye, screen reader, print and picture.
// A bar leads to where its row's link leads. Colours come from the stylesheet, so dark mode follows.
"use strict";

const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const rem = () => parseFloat(getComputedStyle(document.documentElement).fontSize);

function readRows(figure) {
  return [...figure.querySelectorAll("tbody tr")].map((row) => ({
    name: row.cells[0].textContent.trim(),
    value: Number(row.cells[1].dataset.value),
    text: row.cells[1].textContent.trim(),
    href: row.querySelector("a")?.href,
    cursor: row.querySelector("a") ? "pointer" : "default",
  }));
}

function common(unit) {
  return {
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 0.8125 * rem() },
    animationDuration: 400,
    animation: !window.matchMedia("(prefers-reduced-motion: reduce)").matches,
    tooltip: {
      confine: true,
      backgroundColor: token("--paper"),
      borderColor: token("--line"),
      textStyle: { color: token("--ink"), fontSize: 0.875 * rem() },
      formatter: ({ data }) => `${data.name}\n${data.text} ${unit}`,
      renderMode: "richText",
    },
  };
}

function columns(rows) {
  return {
    grid: { left: 0, right: 0, top: 12, bottom: 0, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
    xAxis: {
      type: "category",
      data: rows.map((row) => row.name),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: token("--line-strong") } },
      axisLabel: { color: token("--ink-soft"), hideOverlap: true, fontSize: 0.8125 * rem() },
    },
    yAxis: {
      type: "value",
      minInterval: 1,
      splitNumber: 4,
      splitLine: { lineStyle: { color: token("--line") } },
      axisLabel: { color: token("--ink-soft"), fontSize: 0.8125 * rem() },
    },
    series: [series(rows, { barCategoryGap: "28%", itemStyle: bar([3, 3, 0, 0]) })],
  };
}

// The name stands above its bar, so that a long Chinese name has the whole width and overlaps nothing.
function bars(rows, canvas) {
  const size = 0.875 * rem();
  const digits = Math.max(...rows.map((row) => row.text.length));
  return {
    grid: { left: 0, right: digits * size * 0.62 + 10, top: 14, bottom: -8 },
    xAxis: { type: "value", show: false, min: 0 },
    yAxis: {
      type: "category",
      inverse: true,
      data: rows.map((row) => row.name),
      axisTick: { show: false },
      axisLine: { show: false },
      axisLabel: {
        inside: true,
        margin: 0,
        padding: [0, 0, 0.6 * rem(), 0],
        verticalAlign: "bottom",
        align: "left",
        color: token("--ink"),
        fontSize: size,
        width: canvas.clientWidth - 4,
        overflow: "truncate",
      },
      z: 3,
    },
    series: [
      series(rows, {
        barWidth: 0.5 * rem(),
        showBackground: true,
        backgroundStyle: { color: token("--quiet-soft"), borderRadius: 99 },
        itemStyle: bar(99),
        label: {
          show: true,
          position: "right",
          formatter: ({ data }) => data.text,
          color: token("--ink-soft"),
          fontSize: size,
        },
      }),
    ],
  };
}

function parts(rows) {
  const total = rows.reduce((sum, row) => sum + row.value, 0);
  const share = (value) => (total ? `${((value / total) * 100).toFixed(1)}%` : "");
  return {
    color: ["--chart-1", "--chart-2", "--chart-3", "--chart-4"].map(token),
    title: {
      text: total.toLocaleString("en"),
      left: "center",
      top: "center",
      textStyle: { color: token("--ink"), fontSize: 1.375 * rem(), fontWeight: 650 },
    },
    series: [
      {
        type: "pie",
        radius: ["52%", "74%"],
        data: rows.filter((row) => row.value),
        itemStyle: { borderColor: token("--paper"), borderWidth: 2 },
        label: {
          formatter: ({ data }) => `{name|${data.name}}\n{text|${data.text} · ${share(data.value)}}`,
          color: token("--ink"),
          lineHeight: 1.3 * rem(),
          rich: {
            name: { fontSize: 0.875 * rem(), fontWeight: 600, color: token("--ink") },
            text: { fontSize: 0.8125 * rem(), color: token("--ink-soft") },
          },
        },
        labelLine: { lineStyle: { color: token("--line-strong") }, length: 8, length2: 8 },
        emphasis: { scaleSize: 3 },
      },
    ],
  };
}

function bar(radius) {
  return { color: token("--chart-1"), borderRadius: radius };
}

function series(rows, more) {
  return { type: "bar", data: rows, emphasis: { itemStyle: { color: token("--chart-hover") } }, ...more };
}

const shapes = { columns, bars, parts };

function draw(figure) {
  const canvas = figure.querySelector(".chart-canvas");
  if (!canvas) return;
  const chart =
    echarts.getInstanceByDom(canvas) ?? echarts.init(canvas, null, { renderer: "svg", useDirtyRect: false });
  const rows = readRows(figure);
  chart.resize();
  chart.setOption({ ...common(figure.dataset.unit), ...shapes[figure.dataset.kind](rows, canvas) }, true);
  chart.off("click");
  chart.on("click", ({ data }) => {
    if (data?.href) window.location.assign(data.href);
  });
}

function drawAll() {
  for (const figure of document.querySelectorAll("figure.chart")) draw(figure);
}

let waiting;
window.addEventListener("resize", () => {
  clearTimeout(waiting);
  waiting = setTimeout(drawAll, 120);
});
window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
drawAll();
