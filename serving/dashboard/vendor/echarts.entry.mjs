// What the dashboard draws with; echarts.min.js is built from this file (README.md beside it says how).
import { init, use } from "echarts/core";
import { BarChart, CustomChart, LineChart } from "echarts/charts";
import { AriaComponent, GridComponent, MarkLineComponent } from "echarts/components";
import { SVGRenderer } from "echarts/renderers";

use([BarChart, CustomChart, LineChart, AriaComponent, GridComponent, MarkLineComponent, SVGRenderer]);

export { init };
