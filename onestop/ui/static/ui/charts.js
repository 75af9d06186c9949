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

// Name and value stand above the bar, so that a long Chinese name has the whole width and overlaps nothing.
function bars(rows, canvas) {
  const digits = Math.max(...rows.map((row) => row.text.length));
  const valueWidth = digits * 0.6 * rem();
  return {
    grid: { left: 0, right: 0, top: 0.75 * rem(), bottom: -0.5 * rem() },
    xAxis: { type: "value", show: false, min: 0, max: "dataMax" },
    yAxis: [
      aboveBars(rows, "name", { align: "left", color: token("--ink"), width: canvas.clientWidth - valueWidth - rem() }),
      aboveBars(rows, "text", { align: "right", color: token("--ink-soft") }),
    ],
    series: [
      series(rows, {
        barWidth: 0.5 * rem(),
        showBackground: true,
        backgroundStyle: { color: token("--quiet-soft"), borderRadius: 99 },
        itemStyle: bar(99),
      }),
    ],
  };
}

function aboveBars(rows, what, label) {
  return {
    type: "category",
    inverse: true,
    position: label.align,
    data: rows.map((row) => row[what]),
    axisTick: { show: false },
    axisLine: { show: false },
    axisPointer: { show: false },
    triggerEvent: what === "name",
    axisLabel: {
      inside: true,
      interval: 0,
      margin: 0,
      padding: [0, 0, 0.6 * rem(), 0],
      verticalAlign: "bottom",
      fontSize: 0.875 * rem(),
      overflow: "truncate",
      ...label,
    },
    z: 3,
  };
}

// A ring with the total in it, and below it each part with its number and share.
function parts(rows, canvas) {
  const total = rows.reduce((sum, row) => sum + row.value, 0);
  const shown = Object.fromEntries(rows.map((row) => [row.name, row]));
  const share = (value) => (total ? `${((value / total) * 100).toFixed(1)}%` : "");
  const below = Math.max(rows.length, 3) * 1.75 * rem() + 0.75 * rem();
  const ring = Math.min(canvas.clientHeight - below, canvas.clientWidth, 15 * rem());
  const top = (canvas.clientHeight - below - ring) / 2;
  return {
    color: ["--chart-1", "--chart-2", "--chart-3", "--chart-4"].map(token),
    title: {
      text: total.toLocaleString("en"),
      left: "center",
      top: top + ring / 2,
      textVerticalAlign: "middle",
      textStyle: { color: token("--ink"), fontSize: 1.375 * rem(), fontWeight: 650 },
    },
    legend: {
      orient: "vertical",
      top: top + ring + 0.5 * rem(),
      left: "center",
      selectedMode: false,
      icon: "circle",
      itemWidth: 0.625 * rem(),
      itemHeight: 0.625 * rem(),
      itemGap: 0.5 * rem(),
      formatter: (name) => `{name|${name}}{text|${shown[name].text}}{share|${share(shown[name].value)}}`,
      textStyle: {
        rich: {
          name: { width: 5.5 * rem(), fontSize: 0.875 * rem(), color: token("--ink") },
          text: { width: 3.5 * rem(), fontSize: 0.875 * rem(), color: token("--ink"), align: "right" },
          share: { width: 4 * rem(), fontSize: 0.875 * rem(), color: token("--ink-soft"), align: "right" },
        },
      },
    },
    series: [
      {
        type: "pie",
        center: ["50%", top + ring / 2],
        radius: [ring * 0.32, ring * 0.47],
        data: rows,
        itemStyle: { borderColor: token("--paper"), borderWidth: 2 },
        label: { show: false },
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
  chart.getZr().flush(); // paper does not wait for the next frame
  chart.off("click");
  chart.on("click", ({ data, value }) => {
    const row = data?.name ? data : rows.find((each) => each.name === value); // or its name
    if (row?.href) window.location.assign(row.href);
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
for (const change of ["(prefers-color-scheme: dark)", "print"]) {
  window.matchMedia(change).addEventListener("change", drawAll);
}
drawAll();
