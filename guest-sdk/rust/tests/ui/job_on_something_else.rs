#[easypy::job]
struct Job;

#[easypy::job]
mod job {
    pub fn main() {}
}

#[easypy::job]
impl Other {
    fn main() {}
}

fn main() {}
