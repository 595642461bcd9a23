//! `jiaqiao`: everything is in the library, so that tests can start the same server.

fn main() -> std::process::ExitCode {
    server::cli::main()
}
