//! Arguments. Their doc comments are the help that people read, so they are in
//! Chinese; English texts stand in [`english`](super::english).

use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};

use crate::Lang;
use crate::check::CheckOptions;
use crate::form::{Date, Stage};
use crate::write::Format;

/// 申报：教育行政部门各类申报表的制作、读取、检查与汇总。
#[derive(Debug, Parser)]
#[command(
    name = "shenbao",
    version,
    disable_help_subcommand = true,
    subcommand_help_heading = "命令",
    override_usage = "shenbao [选项] <文件或文件夹>…\n       shenbao [选项] <命令> …",
    before_help = "最简单的用法：把文件或文件夹拖到 shenbao 图标上，或写 shenbao 文件。\n\
                   文件：检查并显示其中填写的内容；文件夹：汇总到旁边的“结果”文件夹。",
    after_help = "用 shenbao <命令> --help 查看一个命令的用法。"
)]
pub(super) struct Args {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Global {
    /// 提示信息的语言
    #[arg(long, global = true, value_enum, default_value_t = LangArg::Zh, value_name = "语言")]
    pub lang: LangArg,
    /// 自己的表格定义所在的文件夹，优先于内置的表格；默认为当前文件夹或程序旁边的 forms
    #[arg(long, global = true, value_name = "文件夹")]
    pub forms: Option<PathBuf>,
    /// 自己的版式模板所在的文件夹，优先于内置的模板；默认为 forms 旁边的 templates
    #[arg(long, global = true, value_name = "文件夹")]
    pub templates: Option<PathBuf>,
    /// 不显示进度和提示
    #[arg(long, short, global = true)]
    pub quiet: bool,
}

impl Global {
    pub fn lang(&self) -> Lang {
        match self.lang {
            LangArg::Zh => Lang::Zh,
            LangArg::En => Lang::En,
        }
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum LangArg {
    /// 中文
    Zh,
    /// English
    En,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// 列出已知的活动和表格
    Forms(FormsArgs),
    /// 显示一张表格的栏目、限制和版式
    Show(ShowArgs),
    /// 制作空表，或按数据填好的表
    Render(RenderArgs),
    /// 读取交回的文件，输出其中的数据
    Extract(ExtractArgs),
    /// 检查交回的文件，只列出问题
    Check(CheckArgs),
    /// 汇总一个文件夹里交回的全部文件
    Collect(CollectArgs),
    /// 新建一张自己的表格：写出可以修改的定义和模板
    New(NewArgs),
    /// 检查表格定义和版式模板，列出错误和疑点
    Lint(LintArgs),
    /// 统计字数，与 Word 的“字数”一致
    Words(WordsArgs),
    /// 用 samples 里的样例走一遍全部流程，结果在 out 里
    Demo(DemoArgs),
    /// 检查文件，或把文件夹汇总到“结果”；不写命令时就是这个
    #[command(hide = true)]
    Open(OpenArgs),
}

#[derive(Debug, ClapArgs)]
pub(super) struct FormsArgs {
    /// 以 JSON 输出
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, ClapArgs)]
pub(super) struct ShowArgs {
    /// 表格，如 henan-2021/recommendation
    #[arg(value_name = "表格")]
    pub form: String,
    /// 以 JSON 输出
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, ClapArgs)]
pub(super) struct RenderArgs {
    /// 表格，如 henan-2021/recommendation
    #[arg(value_name = "表格")]
    pub form: String,
    /// 数据：一张名单（.xlsx、.xls、.xlsb、.ods 或 .csv，表头用栏目名）或 .json、.jsonl，- 为标准输入；不给数据则制作空表
    #[arg(value_name = "数据")]
    pub data: Option<PathBuf>,
    /// 输出的文件；多份时给文件夹，或含 {{ name }} 这类栏目的文件名，{{ n }} 为序号
    #[arg(long, short, value_name = "路径")]
    pub output: PathBuf,
    /// 文件的格式，可给几种，用逗号隔开，如 docx,pdf；不给则看路径的结尾，文件夹里放 Word 文件
    #[arg(long, value_name = "格式", value_delimiter = ',', value_parser = format)]
    pub to: Vec<Format>,
    /// 指明数据的一列是哪一栏，如 --map 手机=contact.mobile；等号后面留空就是不用这一列；可多次使用
    #[arg(long, value_name = "表头=栏目", value_parser = column_meaning)]
    pub map: Vec<(String, String)>,
    /// 用工作簿的哪一张工作表；不给则用表头最像的一张
    #[arg(long, value_name = "工作表")]
    pub sheet: Option<String>,
    /// PDF 做成可以在屏幕上填写的表单
    #[arg(long)]
    pub fillable: bool,
    /// PDF 使用的其他字体（.ttf、.otf、.ttc）所在的文件夹，如本单位的仿宋_GB2312、方正小标宋；可多次使用
    #[arg(long, value_name = "文件夹")]
    pub font_dir: Vec<PathBuf>,
    /// 只要版式：Word 不加内容控件和书签，Excel 不加保护、下拉列表和名称
    #[arg(long)]
    pub plain: bool,
    /// 不印原表没有、为盖章和落款日期补上的字样
    #[arg(long)]
    pub no_added_seals: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ExtractFormat {
    /// 一个 JSON 数组
    Json,
    /// 每个文件一行 JSON
    Jsonl,
    /// 每种表格一个 CSV（多种表格时输出到文件夹）
    Csv,
    /// 一个工作簿
    Xlsx,
}

/// How far the returns have come.
#[derive(Debug, Clone, Copy, ClapArgs)]
pub(super) struct StageArgs {
    /// 材料已经过哪一级：到这一级为止的意见等栏目应已填写，以后各级的应留空；不给则都不检查
    #[arg(long, value_enum, value_name = "级别")]
    pub stage: Option<StageArg>,
    /// 申报单位直接报送省级（如高校、省属学校），不经过县、市；与 --stage 一起使用
    #[arg(long, requires = "stage")]
    pub direct: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum StageArg {
    /// 学校或申报人已填好
    #[value(aliases = ["学校", "校级", "校"])]
    School,
    /// 县区级已签署意见
    #[value(aliases = ["县区级", "县级", "县区", "县", "区"])]
    County,
    /// 市级已签署意见
    #[value(aliases = ["市级", "市州", "市"])]
    City,
    /// 省级已签署意见
    #[value(aliases = ["省级", "省"])]
    Province,
}

impl StageArgs {
    /// How returns are checked on a day.
    pub fn check_options(self, today: Option<Date>) -> CheckOptions {
        let stage = self.stage.map(|stage| match stage {
            StageArg::School => Stage::School,
            StageArg::County => Stage::County,
            StageArg::City => Stage::City,
            StageArg::Province => Stage::Province,
        });
        CheckOptions::default().stage(stage).direct(self.direct).today(today)
    }
}

#[derive(Debug, ClapArgs)]
pub(super) struct ExtractArgs {
    /// 文件或文件夹
    #[arg(required = true, value_name = "文件或文件夹")]
    pub inputs: Vec<PathBuf>,
    /// 输出的格式
    #[arg(long, value_enum, default_value_t = ExtractFormat::Jsonl, value_name = "格式")]
    pub to: ExtractFormat,
    /// 输出的文件，默认为标准输出
    #[arg(long, short, value_name = "路径")]
    pub output: Option<PathBuf>,
    /// 表格里也写出密码等敏感栏目
    #[arg(long)]
    pub with_sensitive: bool,
    #[command(flatten)]
    pub stage: StageArgs,
}

#[derive(Debug, ClapArgs)]
pub(super) struct CheckArgs {
    /// 文件或文件夹
    #[arg(required = true, value_name = "文件或文件夹")]
    pub inputs: Vec<PathBuf>,
    /// 以 JSON Lines 输出
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub stage: StageArgs,
}

#[derive(Debug, ClapArgs)]
pub(super) struct CollectArgs {
    /// 交回的文件所在的文件夹
    #[arg(value_name = "文件夹")]
    pub dir: PathBuf,
    /// 活动，如 henan-2021
    #[arg(long, value_name = "活动")]
    pub activity: String,
    /// 放结果的文件夹：汇总信息表（Word、Excel 和 PDF）、汇总工作簿.xlsx、反馈通知.txt；以 .xlsx 结尾时是工作簿，其余的放在它旁边
    #[arg(long, short, value_name = "文件夹|工作簿.xlsx")]
    pub output: PathBuf,
    /// 不遮盖密码等敏感栏目
    #[arg(long)]
    pub with_sensitive: bool,
    /// 应报送单位的名单（.xlsx、.xls、.xlsb、.ods 或 .csv），表头为表格或汇总表的栏目名，如“学校名称”
    #[arg(long, value_name = "名单")]
    pub roster: Option<PathBuf>,
    /// 填写汇总表表头的栏目，如 --set 地市=遵义市，可多次使用
    #[arg(long, value_name = "栏目=内容", value_parser = head_value)]
    pub set: Vec<(String, String)>,
    /// 汇总信息表的 PDF 使用的其他字体（.ttf、.otf、.ttc）所在的文件夹；可多次使用
    #[arg(long, value_name = "文件夹")]
    pub font_dir: Vec<PathBuf>,
    #[command(flatten)]
    pub stage: StageArgs,
}

/// A field and its value, divided by the first `=`.
fn head_value(text: &str) -> Result<(String, String), String> {
    Ok(split(text, text.find(['=', '＝'])).ok_or("应写成“栏目=内容”，如 地市=遵义市")?)
}

/// A format by its ending, with a dot or without.
fn format(text: &str) -> Result<Format, String> {
    let endings: Vec<&str> = Format::ALL.iter().map(|format| format.ending()).collect();
    Format::from_ending(text.trim().trim_start_matches('.')).ok_or_else(|| format!("应为 {}", endings.join("、")))
}

/// A head and a field, divided by the last `=`: a head may hold one.
fn column_meaning(text: &str) -> Result<(String, String), String> {
    Ok(split(text, text.rfind(['=', '＝'])).ok_or("应写成“表头=栏目”，如 手机=contact.mobile")?)
}

/// The two sides of the sign at a byte.
fn split(text: &str, at: Option<usize>) -> Option<(String, String)> {
    let (left, right) = text.split_at(at?);
    let right = right.strip_prefix(['=', '＝'])?;
    Some((left.trim().to_owned(), right.trim().to_owned()))
}

#[derive(Debug, ClapArgs)]
pub(super) struct NewArgs {
    /// 活动和表格的代号，如 school/leave：小写英文字母、数字和短横
    #[arg(value_name = "活动/表格")]
    pub form: String,
    /// 表格的标题
    #[arg(long, value_name = "标题", default_value = "登记表")]
    pub title: String,
}

#[derive(Debug, ClapArgs)]
pub(super) struct OpenArgs {
    /// 文件或文件夹
    #[arg(required = true, value_name = "文件或文件夹")]
    pub inputs: Vec<PathBuf>,
    /// 不遮盖密码等敏感栏目
    #[arg(long)]
    pub with_sensitive: bool,
}

#[derive(Debug, ClapArgs)]
pub(super) struct LintArgs {
    /// 表格或活动的代号，或含有 forms 的文件夹；不写则检查自己的全部表格，没有自己的则检查内置的
    #[arg(value_name = "表格或文件夹")]
    pub what: Option<String>,
    /// 以 JSON Lines 输出
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, ClapArgs)]
pub(super) struct WordsArgs {
    /// 文本文件或 .docx，- 为标准输入
    #[arg(value_name = "文件")]
    pub file: PathBuf,
    /// 以 JSON 输出
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, ClapArgs)]
pub(super) struct DemoArgs {
    /// 样例所在的文件夹
    #[arg(long, value_name = "文件夹", default_value = "samples")]
    pub samples: PathBuf,
    /// 结果放到的文件夹
    #[arg(long, short, value_name = "文件夹", default_value = "out")]
    pub output: PathBuf,
}
