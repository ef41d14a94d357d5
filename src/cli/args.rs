//! Arguments. Their doc comments are the help that people read, so they are in
//! Chinese.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};

use crate::Lang;

/// 申报：教育行政部门各类申报表的制作、读取、检查与汇总。
#[derive(Debug, Parser)]
#[command(name = "shenbao", version, disable_help_subcommand = true, subcommand_help_heading = "命令")]
pub(super) struct Args {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Global {
    /// 提示信息的语言
    #[arg(long, global = true, value_enum, default_value_t = LangArg::Zh)]
    pub lang: LangArg,
    /// 自己的表格定义所在的文件夹，优先于内置的表格
    #[arg(long, global = true, value_name = "DIR")]
    pub forms: Option<PathBuf>,
    /// 自己的版式模板所在的文件夹，优先于内置的模板
    #[arg(long, global = true, value_name = "DIR")]
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
    /// 统计字数，与 Word 的“字数”一致
    Words(WordsArgs),
    /// 用 samples 里的样例走一遍全部流程，结果在 out 里
    Demo(DemoArgs),
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
    pub form: String,
    /// 以 JSON 输出
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, ClapArgs)]
pub(super) struct RenderArgs {
    /// 表格，如 henan-2021/recommendation
    pub form: String,
    /// 数据：.json、.jsonl 或 .csv，- 为标准输入（JSON）；不给数据则制作空表
    pub data: Option<PathBuf>,
    /// 输出的文件；多份时给文件夹，或含 {{ name }} 这类栏目的文件名，{{ n }} 为序号
    #[arg(long, short, value_name = "PATH")]
    pub output: PathBuf,
    /// 不加内容控件和书签
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

#[derive(Debug, ClapArgs)]
pub(super) struct ExtractArgs {
    /// 文件或文件夹
    #[arg(required = true, value_name = "FILE|DIR")]
    pub inputs: Vec<PathBuf>,
    /// 输出的格式
    #[arg(long, value_enum, default_value_t = ExtractFormat::Jsonl)]
    pub to: ExtractFormat,
    /// 输出的文件，默认为标准输出
    #[arg(long, short, value_name = "PATH")]
    pub output: Option<PathBuf>,
    /// 表格里也写出密码等敏感栏目
    #[arg(long)]
    pub with_sensitive: bool,
}

#[derive(Debug, ClapArgs)]
pub(super) struct CheckArgs {
    /// 文件或文件夹
    #[arg(required = true, value_name = "FILE|DIR")]
    pub inputs: Vec<PathBuf>,
    /// 以 JSON Lines 输出
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, ClapArgs)]
pub(super) struct CollectArgs {
    /// 交回的文件所在的文件夹
    pub dir: PathBuf,
    /// 活动，如 henan-2021
    #[arg(long, value_name = "ID")]
    pub activity: String,
    /// 输出的工作簿
    #[arg(long, short, value_name = "FILE.xlsx")]
    pub output: PathBuf,
    /// 不遮盖密码等敏感栏目
    #[arg(long)]
    pub with_sensitive: bool,
}

#[derive(Debug, ClapArgs)]
pub(super) struct WordsArgs {
    /// 文本文件或 .docx，- 为标准输入
    pub file: PathBuf,
    /// 以 JSON 输出
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, ClapArgs)]
pub(super) struct DemoArgs {
    /// 样例所在的文件夹
    #[arg(long, value_name = "DIR", default_value = "samples")]
    pub samples: PathBuf,
    /// 结果放到的文件夹
    #[arg(long, short, value_name = "DIR", default_value = "out")]
    pub output: PathBuf,
}
