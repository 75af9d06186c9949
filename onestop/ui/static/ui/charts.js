// Draws each chart from the table below it: one truth for eye, screen reader, print and picture.
// A bar leads to where its row's link leads. Colours come from the stylesheet, so dark mode follows.
"use strict";

const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const rem = () => parseFloat(getComputedStyle(document.documentElement).fontSize);

function readRows(figure) {
  return [...figure.querySelectorAll("tbody tr")].map((row) => ({
    name: (row.cells[0].querySelector("a") ?? row.cells[0].firstChild).textContent.trim(),
    value: Number(row.cells[1].dataset.value),
    text: row.cells[1].textContent.trim(),
    href: row.querySelector("a")?.href,
    cursor: row.querySelector("a") ? "pointer" : "default",
    ...look(row.dataset),
  }));
}

// More will become known of a hatched year; among its peers what the page is about stands out.
function look(marks) {
  if ("incomplete" in marks) return { itemStyle: { decal: hatched() } };
  return "here" in marks ? { itemStyle: { color: token("--chart-3") } } : {};
}

function hatched() {
  return {
    color: token("--paper"),
    dashArrayX: [1, 0],
    dashArrayY: [2, 4],
    rotation: -Math.PI / 4,
    symbolSize: 1,
  };
}

// Rows and columns: {columns: [name], rows: [{name, cells: [{name, value, text, href}]}]}
function readMatrix(figure) {
  const columns = [...figure.querySelectorAll("thead th")].slice(1).map((cell) => cell.textContent.trim());
  const rows = [...figure.querySelectorAll("tbody tr")].map((row) => {
    const name = row.cells[0].textContent.trim();
    const cells = [...row.cells].slice(1).map((cell, place) => ({
      name: `${name} · ${columns[place]}`,
      value: Number(cell.dataset.value),
      text: cell.textContent.trim(),
      href: cell.querySelector("a")?.href,
      cursor: cell.querySelector("a") ? "pointer" : "default",
    }));
    return { name, cells };
  });
  return { columns, rows };
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
      formatter: ({ data, name }) => (data?.text ? `${data.name}\n${data.text} ${unit}` : (name ?? "").slice(1)),
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

const colours = () => ["--chart-1", "--chart-3", "--chart-2", "--chart-4"].map(token);
const text = (more) => ({ color: token("--ink-soft"), fontSize: 0.8125 * rem(), ...more });

function legend() {
  return { top: 0, left: 0, icon: "roundRect", itemWidth: rem(), itemHeight: 0.625 * rem(), textStyle: text(), selectedMode: false };
}

function within(more) {
  return { left: 0, right: 0.5 * rem(), top: 2.25 * rem(), bottom: 0, outerBoundsMode: "same", outerBoundsContain: "axisLabel", ...more };
}

function stacked({ columns, rows }) {
  return {
    color: colours(),
    legend: legend(),
    grid: within(),
    xAxis: {
      type: "category",
      data: rows.map((row) => row.name),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: token("--line-strong") } },
      axisLabel: text({ hideOverlap: true }),
    },
    yAxis: { type: "value", minInterval: 1, splitNumber: 4, splitLine: { lineStyle: { color: token("--line") } }, axisLabel: text() },
    series: columns.map((name, place) => ({
      type: "bar",
      name,
      stack: "all",
      barCategoryGap: "28%",
      data: rows.map((row) => row.cells[place]),
    })),
  };
}

// Back to back: the left side is drawn below zero, and says so nowhere.
function pyramid({ columns, rows }) {
  const most = Math.max(...rows.flatMap((row) => row.cells.map((cell) => cell.value)));
  return {
    color: colours(),
    legend: legend(),
    grid: within(),
    xAxis: {
      type: "value",
      min: -most,
      max: most,
      splitNumber: 4,
      splitLine: { lineStyle: { color: token("--line") } },
      axisLabel: text({ formatter: (value) => Math.abs(Math.round(value)).toLocaleString("en"), hideOverlap: true, showMinLabel: false, showMaxLabel: false }),
    },
    yAxis: {
      type: "category",
      data: rows.map((row) => row.name),
      axisTick: { show: false },
      axisLine: { show: false },
      axisLabel: text(),
    },
    series: columns.map((name, place) => ({
      type: "bar",
      name,
      stack: "all",
      barCategoryGap: "18%",
      data: rows.map((row) => ({ ...row.cells[place], value: place ? row.cells[place].value : -row.cells[place].value })),
    })),
  };
}

function heat({ columns, rows }, canvas) {
  const wide = canvas.clientWidth > 40 * rem();
  const most = Math.max(...rows.flatMap((row) => row.cells.map((cell) => cell.value)));
  const shown = [...rows].reverse(); // the first row stands on top
  return {
    grid: within({ top: 0 }),
    xAxis: { type: "category", data: columns, axisTick: { show: false }, axisLine: { show: false }, axisLabel: text({ hideOverlap: true }) },
    yAxis: {
      type: "category",
      data: shown.map((row) => row.name),
      axisTick: { show: false },
      axisLine: { show: false },
      axisLabel: text({ color: token("--ink"), width: (wide ? 15 : 3) * rem(), overflow: "truncate", interval: 0, formatter: (name) => (wide ? name : name.split(" ")[0]) }),
    },
    visualMap: { show: false, min: 0, max: most, inRange: { color: ["--quiet-soft", "--chart-2", "--chart-1"].map(token) } },
    series: [
      {
        type: "heatmap",
        data: shown.flatMap((row, y) => row.cells.map((cell, x) => ({ ...cell, value: [x, y, cell.value], label: { color: cell.value > most * 0.45 ? token("--paper") : token("--ink") } }))),
        label: { show: wide, fontSize: 0.8125 * rem(), formatter: ({ data }) => (data.value[2] ? data.text : "") },
        itemStyle: { borderColor: token("--paper"), borderWidth: 2, borderRadius: 3 },
      },
    ],
  };
}

// From rows to columns. A name may stand on both sides, so that each side has nodes of its own.
function flows({ columns, rows }, canvas) {
  const side = (names, mark) => names.map((name) => ({ name: mark + name }));
  const links = rows.flatMap((row) =>
    row.cells.flatMap((cell, place) => (cell.value ? [{ ...cell, source: `<${row.name}`, target: `>${columns[place]}` }] : [])),
  );
  return {
    color: colours(),
    series: [
      {
        type: "sankey",
        left: 0,
        right: 0,
        top: 0.5 * rem(),
        bottom: 0.5 * rem(),
        nodeGap: 1.25 * rem(),
        draggable: false,
        data: [...side(rows.map((row) => row.name), "<"), ...side(columns, ">").map((node) => ({ ...node, label: { position: "left" } }))],
        links,
        label: { formatter: ({ name }) => name.slice(1), color: token("--ink"), fontSize: 0.875 * rem(), width: canvas.clientWidth * 0.35, overflow: "truncate" },
        lineStyle: { color: "gradient", opacity: 0.35, curveness: 0.5 },
        emphasis: { disabled: true },
      },
    ],
  };
}

const shapes = { columns, bars, parts };
const matrices = { stacked, pyramid, heat, flows };

function draw(figure) {
  const canvas = figure.querySelector(".chart-canvas");
  if (!canvas) return;
  const chart =
    echarts.getInstanceByDom(canvas) ?? echarts.init(canvas, null, { renderer: "svg", useDirtyRect: false });
  const kind = figure.dataset.kind;
  const rows = kind in matrices ? [] : readRows(figure);
  const option = kind in matrices ? matrices[kind](readMatrix(figure), canvas) : shapes[kind](rows, canvas);
  chart.resize();
  chart.setOption({ ...common(figure.dataset.unit), ...option }, true);
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
document.addEventListener("htmx:afterSwap", drawAll); // a result that was filtered in place
drawAll();
